"""What lets a newcomer see the portal at work: a pretend digital key and an invented country."""
