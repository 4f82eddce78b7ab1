import AsyncHTTPClient
import NIOSSL
import NIOPosix
import Crypto
