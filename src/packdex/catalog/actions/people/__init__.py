"""What people say about things: that they use, like or know them, and what is wrong with them."""
