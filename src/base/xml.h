/* Text inside XML. */
#ifndef RASTRO_BASE_XML_H
#define RASTRO_BASE_XML_H

#include "base/text.h"

/* What would mean something to the reader is written by number, and what no document may hold
 * as a question mark. */
static inline void xml_put(struct text *text, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c < ' ' || c > '~')
			text_char(text, '?');
		else if (strchr("<>&\"'", c))
			text_format(text, "&#%u;", c);
		else
			text_char(text, (char)c);
	}
}

#endif
