"""The interfaces of other packages, so that programs that use them need one changed import."""
