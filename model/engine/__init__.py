"""The market: its months, what one borrower lives through, and the accounts that must balance."""
