"""What a passkey that no browser made gets: allauth leaves some of the library's errors open."""

SHAPELESS = (AttributeError, KeyError, TypeError, ValueError)
"""What the library raises for a credential without the parts of one."""

NO_PASSKEY = "That was no passkey of a browser. Try it again."
