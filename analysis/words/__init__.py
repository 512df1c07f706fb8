"""Words in the languages of the report, and numbers as people read them."""
