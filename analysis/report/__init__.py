"""Reports: pages of HTML that hold all they need."""
