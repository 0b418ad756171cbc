"""Configuration (配置): what the user has written down about rules, files and the run."""
