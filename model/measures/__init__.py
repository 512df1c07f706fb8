"""The month's counts, and the measures made of them."""
