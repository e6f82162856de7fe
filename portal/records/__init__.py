"""What was declared, as plain values: a training or a right, and each version of its record."""
