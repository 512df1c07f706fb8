"""One borrower: the months as sentences and as a picture, friends included."""
