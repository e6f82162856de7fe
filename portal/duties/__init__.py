"""What falls due for an employer: its worklist, and the checks by which it is worked off."""
