"""The ledger (账本): one DuckDB file with every figure, finding and file of an audit."""
