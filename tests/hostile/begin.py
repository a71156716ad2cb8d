"""What stands before each hostile program, and after it."""

#: Before each program. Arguments: a file outside, its folder (open to everybody), a folder that may be read, the
#: grader's process, another student's process, a port where the grader listens, a name of an abstract socket.
BEGIN = '''
import os, sys, time, errno, signal
outside, folder, shown, grader, neighbour, port, name = sys.argv[1:]
grader, neighbour, port = int(grader), int(neighbour), int(port)

def tell(text):
    os.write(1, text.encode() + b"\\n")

def attempt(what, function, *arguments):
    """Say so if it is not refused. (None is a success as well: os.kill returns it.)"""
    try:
        found = function(*arguments)
    except (Exception, SystemExit):
        return
    if found is not False:
        tell(what + " went through: " + repr(found)[:100])

def call(number, *arguments):
    """A system call, without the C library's own ways."""
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    found = libc.syscall(number, *arguments)
    if found == -1:
        raise OSError(ctypes.get_errno(), "refused")
    return found
'''
END = '\ntell("end")\n'
