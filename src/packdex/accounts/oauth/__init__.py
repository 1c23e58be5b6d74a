"""OAuth2 and OpenID Connect: applications that act for people (allauth's provider, made strict)."""
