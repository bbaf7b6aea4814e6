#!/bin/sh
# timeout: 300
# Constants that descriptions use have the values that this machine's C headers give them.
exec "$SOURCE/tools/constants"
