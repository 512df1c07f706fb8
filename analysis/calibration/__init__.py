"""Calibration: parameters held against moments of a portfolio, wave by wave, until what is left explains them."""
