"""What programs show to act for somebody: personal access tokens, and those of OAuth2."""
