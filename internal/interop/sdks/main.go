// Command sdks checks callback servers of SDKs and of tutorials with wxtool check, and
// writes what it finds to docs/sdks.md and docs/sdks.json.
//
//	cd internal/interop && go run ./sdks
//
// Each failed case has a line in notes.txt that says whose doing it is, which a person
// has found out. A failed case without one, and a note about none, are errors.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	out := flag.String("out", "../../docs", "folder for sdks.md and sdks.json")
	only := flag.String("only", "", "check only the server of this name, print what fails, and write nothing")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *out, *only); err != nil {
		fmt.Fprintln(os.Stderr, "sdks:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out, only string) error {
	dir, err := os.MkdirTemp("", "wxtool-sdks-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b, err := prepare(ctx, dir, true)
	if err != nil {
		return err
	}
	if only != "" {
		return b.printOne(ctx, os.Stdout, only)
	}
	m, err := b.matrix(ctx)
	if err != nil {
		return err
	}
	if len(m.lacking) > 0 {
		return fmt.Errorf("not all servers can run here: %v", m.lacking)
	}
	if err := m.explain(notesText); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "sdks.json"), m.json(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "sdks.md"), m.page(), 0o644)
}
