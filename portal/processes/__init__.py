"""How the portal's processes run: one server a program, and one parent for all of them."""
