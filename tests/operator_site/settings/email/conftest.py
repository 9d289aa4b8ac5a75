import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.mail_server import MailServer

ASKS_FOR_LOG_IN = {"EHLO": "250-localhost\r\n250 AUTH PLAIN", "AUTH": "235 Come in"}


@pytest.fixture
def mail_server():
    """A provider's: it asks for a log-in and takes any."""
    server = MailServer()
    server.answers = dict(ASKS_FOR_LOG_IN)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def tls_server(mail_server, tmp_path):
    """The same, with TLS from the start and a certificate nobody vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path))
    mail_server.socket = context.wrap_socket(mail_server.socket, server_side=True, do_handshake_on_connect=False)
    return mail_server


def _certificate(folder) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")]), datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    pem, old = serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL
    file.write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, old, serialization.NoEncryption()))
    return str(file)
