package qr

// JPEG draws the code as a lossless grey JPEG of 8 pixels per module. A module is
// one block of the format, and blocks differ only in their mean. So the file needs
// only three Huffman codes; image/jpeg would add 90 KB to the program.
//
// https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annexes B and F
func (c *Code) JPEG() []byte {
	side := c.code.Size + 2*quiet
	high, low := byte(side*8>>8), byte(side*8)
	out := []byte{0xff, 0xd8} // start of image
	out = append(out, "\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"...)
	out = append(out, 0xff, 0xdb, 0, 67, 0) // quantization, all steps 8
	for range 64 {
		out = append(out, 8)
	}
	out = append(out, 0xff, 0xc0, 0, 11, 8, high, low, high, low, 1, 1, 0x11, 0) // baseline frame of one component
	out = append(out, huffman(0x00, 1, 1, 1)...)                                 // code lengths for means
	out = append(out, huffman(0x10, 1)...)                                       // code lengths for the rest of a block: always zero
	out = append(out, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0)                       // start of scan
	out = append(out, c.blocks(side)...)
	return append(out, 0xff, 0xd9)
}

// huffman returns a Huffman table; counts are the numbers of codes of 1, 2 and 3
// bits. The symbols are the numbers of bits that follow for a difference: 0, 8 and 7.
func huffman(id byte, counts ...byte) []byte {
	symbols := []byte{0, 8, 7}[:len(counts)]
	table := append([]byte{0xff, 0xc4, 0, byte(19 + len(symbols)), id}, counts...)
	table = append(table, make([]byte, 16-len(counts))...)
	return append(table, symbols...)
}

// blocks encodes the mean of each module as the difference from the previous one:
// white is 127, black -128. The first module is white, in the quiet zone.
func (c *Code) blocks(side int) []byte {
	const end = "0" // end of block
	w := &bits{}
	w.write("110" + "1111111" + end)
	black := false
	for at := 1; at < side*side; at++ {
		next := c.code.Black(at%side-quiet, at/side-quiet)
		switch {
		case next == black:
			w.write("0" + end)
		case next:
			w.write("10" + "00000000" + end) // -255
		default:
			w.write("10" + "11111111" + end) // 255
		}
		black = next
	}
	return w.bytes()
}

// bits collects the bits of a scan. It adds a zero after each byte 0xff, which would
// otherwise start a marker.
type bits struct {
	out  []byte
	last byte
	n    int // number of bits in last
}

func (b *bits) write(digits string) {
	for _, digit := range []byte(digits) {
		b.last = b.last<<1 | (digit - '0')
		if b.n++; b.n < 8 {
			continue
		}
		if b.out = append(b.out, b.last); b.last == 0xff {
			b.out = append(b.out, 0)
		}
		b.last, b.n = 0, 0
	}
}

// bytes fills the last byte with ones and returns the scan.
func (b *bits) bytes() []byte {
	for b.n > 0 {
		b.write("1")
	}
	return b.out
}
