"""What the tests stand on: the simulator's controls, real processes, PostgreSQL."""
