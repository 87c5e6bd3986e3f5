package main

import (
	"os"
	"os/signal"
	"syscall"
)

// signals relays the signals of the process, for [ui.Env]. Those that it was started to
// ignore, as below nohup, stay ignored. SIGPIPE is not relayed: it is received so that a
// child gets it back, which would inherit that it is ignored.
func signals() (<-chan syscall.Signal, func()) {
	received, relayed := make(chan os.Signal, 16), make(chan syscall.Signal, 16)
	for _, s := range relayedSignals() {
		if !signal.Ignored(s) || s == syscall.SIGPIPE {
			signal.Notify(received, s)
		}
	}
	go func() {
		for s := range received {
			if s, ok := s.(syscall.Signal); ok && s != syscall.SIGPIPE {
				relayed <- s
			}
		}
	}()
	return relayed, func() { signal.Stop(received) }
}
