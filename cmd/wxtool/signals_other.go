//go:build !unix

package main

import "syscall"

func relayedSignals() []syscall.Signal { return []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} }
