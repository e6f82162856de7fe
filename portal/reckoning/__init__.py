"""Rows to rights: reads employments with all that bears on their rights, and asks the law."""
