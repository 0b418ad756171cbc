"""The cache (结果缓存): results of earlier runs, for files that would be checked in just the same way again.

A result is found again by a key made of everything that it follows from: the bytes of the file and the name that the
user gives it, what is wanted of it, and the stamp of the run (:mod:`gouji.cache.stamp`). There is nothing to judge as
out of date: where anything has changed, the key has. A cache that cannot be used is as good as an empty one.

:class:`gouji.cache.results.Cache` is what a run uses of it.
"""
