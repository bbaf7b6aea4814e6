// trace: name_to_handle_at,open_by_handle_at
// mask: f_handle=0x[0-9a-f]+
#include "test.h"

int main(void)
{
	struct { struct file_handle head; char bytes[128]; } handle = { { .handle_bytes = 0 } };
	int mount_id;

	close(open("a", O_RDWR | O_CREAT, 0640));
	call(name_to_handle_at, AT_FDCWD, "a", &handle, &mount_id, 0);
	handle.head.handle_bytes = 128;
	call(name_to_handle_at, AT_FDCWD, "missing", &handle, &mount_id, AT_SYMLINK_FOLLOW);
	call(name_to_handle_at, AT_FDCWD, NULL, NULL, NULL, AT_EMPTY_PATH);
	call(name_to_handle_at, -1, "a", unreadable, BAD, -1);
	handle.head.handle_bytes = 4;
	handle.head.handle_type = 77;
	memcpy(handle.head.f_handle, "\1\2\3\4", 4);
	call(open_by_handle_at, -1, &handle, O_RDONLY);
	call(open_by_handle_at, AT_FDCWD, NULL, O_RDWR);
	handle.head.handle_bytes = -1;
	call(open_by_handle_at, 0, &handle, O_PATH);
	return 0;
}
