"""What a run leaves: columns declared once, frames and panel, written whole and read back."""
