"""What an action of the platform was good for: each borrower it hit, beside a twin who was exempt from it."""
