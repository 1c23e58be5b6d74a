"""Pages on which people get rights: invitations, maintainers, roles."""
