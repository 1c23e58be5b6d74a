"""What all writes share: bodies, preconditions, rights, and answers to what is wrong."""
