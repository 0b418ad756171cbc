"""Figures (数据): numbers in sentences, bound to the cells that they restate, and parts to their wholes."""
