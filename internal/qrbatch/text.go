package qrbatch

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Names of encodings, for [Sheet.Encoding].
const (
	UTF8    = "UTF-8"
	UTF16LE = "UTF-16LE"
	UTF16BE = "UTF-16BE"
	GB18030 = "GB18030" // which includes GBK and GB 2312
)

// bom is the byte order mark of UTF-8.
const bom = "\ufeff"

var (
	// ErrWorkbook is wrapped by the error about the file of a spreadsheet program.
	ErrWorkbook = errors.New("not CSV text")

	// ErrEncoding is wrapped by the error about a file in an unknown encoding.
	ErrEncoding = errors.New("the text is not valid in UTF-8, UTF-16 with a byte order mark, GBK or GB18030")
)

// decode returns the text of a file without its byte order mark, and the encoding
// of the file. Without a mark, it is UTF-8 if the bytes are valid UTF-8, else GB18030.
func decode(data []byte) (text, name string, err error) {
	if kind := workbook(data); kind != "" {
		return "", "", fmt.Errorf("is %s, %w", kind, ErrWorkbook)
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		text, err = convert(data, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))
		return text, UTF16LE, err
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		text, err = convert(data, unicode.UTF16(unicode.BigEndian, unicode.UseBOM))
		return text, UTF16BE, err
	case bytes.ContainsRune(data, 0):
		return "", "", fmt.Errorf("%w: it has NUL bytes", ErrEncoding)
	case utf8.Valid(data):
		return strings.TrimPrefix(string(data), bom), UTF8, nil
	case bytes.HasPrefix(data, []byte(bom)) || mostlyUTF8(data):
		return "", "", fmt.Errorf("%w: it is UTF-8 with a wrong byte in line %d", ErrEncoding, lineOfWrongByte(data))
	}
	text, err = convert(data, simplifiedchinese.GB18030)
	return text, GB18030, err
}

// convert decodes a whole file. A byte that has no meaning is an error.
func convert(data []byte, from encoding.Encoding) (string, error) {
	text, err := from.NewDecoder().Bytes(data)
	if i := bytes.IndexRune(text, utf8.RuneError); err == nil && i >= 0 {
		return "", fmt.Errorf("%w: the first unreadable character is in line %d", ErrEncoding, 1+bytes.Count(text[:i], []byte("\n")))
	}
	return string(text), err
}

// mostlyUTF8 reports whether more lines have Chinese in UTF-8 than are invalid. Such a
// file is damaged UTF-8: read as GB18030, all its lines would be wrong. A character of
// GBK is often valid UTF-8 for another one, of two bytes; one of three bytes is rare.
func mostlyUTF8(data []byte) bool {
	valid, invalid := 0, 0
	for line := range bytes.Lines(data) {
		switch {
		case !utf8.Valid(line):
			invalid++
		case bytes.ContainsFunc(line, func(r rune) bool { return utf8.RuneLen(r) > 2 }):
			valid++
		}
	}
	return valid > invalid
}

func lineOfWrongByte(data []byte) int {
	n := 1
	for line := range bytes.Lines(data) {
		if !utf8.Valid(line) {
			break
		}
		n++
	}
	return n
}

// workbook returns what a file of a spreadsheet program is, "" for other files.
func workbook(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return "an Excel 97 workbook (.xls)"
	case !bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return ""
	case bytes.Contains(data, []byte("application/vnd.oasis.opendocument.spreadsheet")):
		return "an OpenDocument spreadsheet (.ods)"
	case bytes.Contains(data, []byte(".iwa")):
		return "a Numbers spreadsheet (.numbers)"
	case bytes.Contains(data, []byte("xl/")):
		return "an Excel workbook (.xlsx)"
	}
	return "a ZIP archive, as .xlsx, .numbers and .ods files are"
}
