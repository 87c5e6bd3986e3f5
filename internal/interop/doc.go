// Package interop tests wxtool with third-party software: callback SDKs, crypto
// libraries, openssl, curl and Node servers. It has only tests and is a separate module,
// so that wxtool does not depend on this software.
package interop
