package childproc

import (
	"io"
	"os"
)

// connect gives the command its stdin, stdout and stderr. It returns the files that are
// the child's only, to close once it is started.
func (c *Child) connect(p *Program) (theirs []*os.File, err error) {
	in, theirs, err := c.input(p)
	if err != nil {
		return theirs, err
	}
	if in != nil { // a nil *os.File is not a nil Reader
		c.cmd.Stdin = in
	}
	out, own, err := c.output(p.Stdout)
	if own {
		theirs = append(theirs, out)
	}
	if err != nil {
		return theirs, err
	}
	if out != nil {
		c.cmd.Stdout = out
	}
	if sameWriter(p.Stdout, p.Stderr) {
		c.cmd.Stderr = c.cmd.Stdout
		return theirs, nil
	}
	errs, own, err := c.output(p.Stderr)
	if own {
		theirs = append(theirs, errs)
	}
	if errs != nil {
		c.cmd.Stderr = errs
	}
	return theirs, err
}

// input returns the file that the child reads, nil for none.
func (c *Child) input(p *Program) (in *os.File, theirs []*os.File, err error) {
	from := p.Stdin
	if f, ok := from.(*os.File); ok {
		switch {
		case f == nil || isTerminal(f) && !p.Terminal:
			return nil, nil, nil
		case !mustRelay(f):
			return f, nil, nil
		}
	}
	if from == nil {
		return nil, nil, nil
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	c.pipes = append(c.pipes, writer)
	go func() { // until the source ends: it may never, and is not waited for
		io.Copy(writer, from)
		writer.Close()
	}()
	return reader, []*os.File{reader}, nil
}

// output returns the file that the child writes to, and whether it is the child's only.
func (c *Child) output(to io.Writer) (out *os.File, own bool, err error) {
	if f, ok := to.(*os.File); ok || to == nil {
		return f, false, nil
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, false, err
	}
	c.pipes = append(c.pipes, reader)
	c.copied.Go(func() {
		io.Copy(to, reader)
		reader.Close() // if nothing more can be written, the child is to know
	})
	return writer, true, nil
}

// sameWriter compares writers, of which those that cannot be compared differ.
func sameWriter(a, b io.Writer) (same bool) {
	defer func() {
		if recover() != nil {
			same = false
		}
	}()
	return a == b
}

func (c *Child) closePipes() {
	for _, pipe := range c.pipes {
		pipe.Close()
	}
}
