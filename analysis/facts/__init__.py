"""Facts about real lenders, and how the model meets them."""
