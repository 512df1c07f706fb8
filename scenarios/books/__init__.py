"""Starting populations: the synthetic book, the Taiwanese cards, a book of the user."""
