"""Every parameter, declared once, and the record that the rules read."""
