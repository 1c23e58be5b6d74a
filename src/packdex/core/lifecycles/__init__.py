"""When versions of Python and Django came out, and until when they are supported."""
