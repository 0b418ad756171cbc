"""gouji（勾稽）: a linter for 政府信息公开工作年度报告. What a rule pack may use is in :mod:`gouji.api`."""

__version__ = "0.1.0"
