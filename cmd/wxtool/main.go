// Command wxtool builds and tests WeChat and WeCom callbacks on your own machine. This
// file creates the environment of the program; everything else is in internal/cli.
package main

//go:generate go run ../../internal/tools/fixtureindex ../../fixtures
//go:generate sh -c "go run . completion bash > ../../completions/wxtool.bash"
//go:generate sh -c "go run . completion zsh > ../../completions/_wxtool"
//go:generate sh -c "go run . completion fish > ../../completions/wxtool.fish"
//go:generate sh -c "go run . completion powershell > ../../completions/wxtool.ps1"
//go:generate go run ../../internal/tools/docgen ../../docs

import (
	"context"
	"crypto/rand"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"

	"wxtool/fixtures"
	"wxtool/internal/cli"
	"wxtool/internal/deliver"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

func main() {
	signal.Ignore(syscall.SIGPIPE) // writing to a closed pipe returns an error, see cli.Main
	ctx, cancel := context.WithCancel(context.Background())
	go interrupted(cancel) // in the background, because it takes a tenth of the start time
	os.Exit(cli.Main(ctx, newEnv(), os.Args[1:]))
}

// interrupted cancels on the first Ctrl-C or SIGTERM. A second one ends the program
// immediately, except shortly after the first: timeout(1) and other wrappers send the
// first one twice.
func interrupted(cancel context.CancelFunc) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	<-signals
	cancel()
	time.Sleep(300 * time.Millisecond)
	signal.Stop(signals)
}

func newEnv() *ui.Env {
	dir, _ := os.Getwd()
	config, _ := os.UserConfigDir()
	cache, _ := os.UserCacheDir()
	return &ui.Env{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		OutTTY: isatty.IsTerminal(os.Stdout.Fd()), ErrTTY: isatty.IsTerminal(os.Stderr.Fd()),
		LookupEnv: os.LookupEnv, Now: time.Now, Rand: rand.Reader, HTTP: deliver.Transport(), API: wxapi.Transport(), Signals: signals,
		Dir: dir, ConfigDir: config, CacheDir: cache, UID: os.Geteuid(), Fixtures: fixtures.Files(),
	}
}
