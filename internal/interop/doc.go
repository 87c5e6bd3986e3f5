// Package interop proves wxtool against software that nobody here wrote:
// callback SDKs, crypto libraries, openssl, curl and Node servers. It holds
// tests only and is a module of its own, so that wxtool itself depends on none
// of them.
package interop
