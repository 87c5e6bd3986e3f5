package lines

import (
	"bytes"
	"context"
	"io"
	"slices"
)

// block is some whole lines with their results, or one line that is too long.
type block struct {
	first   int64 // number of the first line
	lines   int64
	kinds   [8]int64
	in, out []byte
	tooLong int64 // bytes of the line that was not kept
	done    chan struct{}
}

// size returns the length of the block in the input.
func (b *block) size() int64 { return int64(len(b.in)) + b.tooLong }

// apply makes the results.
func (b *block) apply(f Func, maxLine int) {
	line := Line{Number: b.first, TooLong: b.tooLong}
	if b.tooLong > 0 {
		b.add(f, line)
	}
	for rest := b.in; len(rest) > 0; line.Number++ {
		line.Text, line.TooLong = rest, 0
		if end := bytes.IndexByte(rest, '\n'); end >= 0 {
			line.Text, rest = rest[:end], rest[end+1:]
		} else {
			rest = nil
		}
		if len(line.Text) > maxLine {
			line.Text, line.TooLong = nil, int64(len(line.Text))
		}
		b.add(f, line)
	}
}

func (b *block) add(f Func, line Line) {
	var kind uint8
	b.out, kind = f(b.out, line)
	b.kinds[kind]++
}

// cutter cuts a stream into blocks of whole lines.
type cutter struct {
	*stream
	number  int64 // of the next line
	skipped int64 // bytes of a line that is too long and whose end was not read yet
}

// read hands on all lines of r. A line that ends the input without a line end
// counts.
func (s *stream) read(ctx context.Context, r io.Reader) error {
	defer close(s.order)
	defer close(s.work)
	c := &cutter{stream: s, number: 1}
	b := s.block()
	for {
		begin := len(b.in)
		b.in = slices.Grow(b.in, blockSize)
		n, err := r.Read(b.in[begin : begin+blockSize])
		b.in = b.in[:begin+n]
		if c.skipped > 0 {
			if failed := c.skip(ctx, b, err); failed != nil {
				return failed
			}
		}
		next, failed := c.cut(ctx, b, bytes.LastIndexByte(b.in, '\n')+1, err)
		switch {
		case failed != nil:
			return failed
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		b = next
	}
}

// cut hands on the lines up to place at, or all of b after the last read, and
// returns the block for what follows. A block in which no line ends is read on.
func (c *cutter) cut(ctx context.Context, b *block, at int, last error) (*block, error) {
	if last != nil {
		at = len(b.in)
	}
	if at == 0 {
		if len(b.in) > c.maxLine {
			c.skipped, b.in = int64(len(b.in)), b.in[:0]
		}
		return b, nil
	}
	next := c.block()
	next.in = append(next.in, b.in[at:]...)
	b.in = b.in[:at]
	b.lines = int64(bytes.Count(b.in, []byte{'\n'}))
	if b.in[at-1] != '\n' {
		b.lines++
	}
	return next, c.send(ctx, b)
}

// skip drops what belongs to a line that is too long, and reports that line
// where it ends.
func (c *cutter) skip(ctx context.Context, b *block, last error) error {
	end := bytes.IndexByte(b.in, '\n')
	if end < 0 && last == nil {
		c.skipped, b.in = c.skipped+int64(len(b.in)), b.in[:0]
		return nil
	}
	long := c.block()
	long.lines = 1
	if end < 0 {
		long.tooLong, b.in = c.skipped+int64(len(b.in)), b.in[:0]
	} else {
		long.tooLong = c.skipped + int64(end)
		b.in = append(b.in[:0], b.in[end+1:]...)
	}
	c.skipped = 0
	return c.send(ctx, long)
}

// send numbers the lines of b and hands it on.
func (c *cutter) send(ctx context.Context, b *block) error {
	b.first = c.number
	c.number += b.lines
	return c.hand(ctx, b)
}
