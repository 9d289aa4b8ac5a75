"""What the mailroom prints: labels for the shelf, and a sheet with a code for each mailbox."""
