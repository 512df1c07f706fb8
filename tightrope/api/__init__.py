"""What the command line, the dashboard and Python all call."""
