"""How dates read where Django's own format is not what we mean: AP style's "Dec. 1, 2026" is for newspapers."""
