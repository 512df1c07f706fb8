"""Figures that leave the page they were made for."""
