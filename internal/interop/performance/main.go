// Command performance measures wxtool against what the standard library allows and
// against SDKs, and writes docs/performance.md.
//
//	cd internal/interop && go run ./performance
//
// Every figure is a ratio of two measurements that were made in turn, so that other work
// on the machine affects both.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"
)

// options are the flags.
type options struct {
	runs   int           // of every measurement; the figures are medians
	bench  time.Duration // per benchmark and run
	smoke  bool          // only whether everything works
	load   time.Duration // per server and run
	lines  int           // of the longest input
	codes  int           // of the largest sandbox
	starts int           // of a program, per run
	out    string
}

func main() {
	if len(os.Args) == 4 && os.Args[1] == "serve" {
		exit(serve(os.Args[2], os.Args[3]))
	}
	o := options{runs: 5, bench: 10 * time.Millisecond, load: time.Second, lines: 1e6, codes: 10_000, starts: 20}
	flag.IntVar(&o.runs, "runs", o.runs, "measure everything so often; figures are medians")
	flag.StringVar(&o.out, "out", "../../docs/performance.md", "file to write")
	long := flag.Bool("long", false, "also read 10 million lines")
	smoke := flag.Bool("smoke", false, "run everything once and briefly; the figures mean nothing, and no file is written")
	flag.Parse()
	if *long {
		o.lines = 1e7
	}
	if *smoke {
		o = options{runs: 1, smoke: true, load: 50 * time.Millisecond, lines: 1e3, codes: 100, starts: 1}
	}
	exit(run(o))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "performance:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// bench is what the measurements share.
type bench struct {
	options
	ctx    context.Context
	dir    string // for files
	self   string // this program
	wxtool string
	log    io.Writer
}

func run(o options) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	dir, err := os.MkdirTemp("", "wxtool-performance-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{options: o, ctx: ctx, dir: dir, wxtool: filepath.Join(dir, "wxtool"), log: os.Stderr}
	if b.self, err = os.Executable(); err != nil {
		return err
	}
	if err := b.command("go", "build", "-C", filepath.Join("..", ".."), "-buildvcs=false", "-o", b.wxtool, "./cmd/wxtool"); err != nil {
		return err
	}
	var page bytes.Buffer
	if err := b.report(&page); err != nil {
		return err
	}
	if o.out == "" {
		return nil
	}
	return os.WriteFile(o.out, page.Bytes(), 0o644)
}

// command runs a command that must succeed.
func (b *bench) command(name string, args ...string) error {
	out, err := exec.CommandContext(b.ctx, name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, args[0], err, out)
	}
	return nil
}
