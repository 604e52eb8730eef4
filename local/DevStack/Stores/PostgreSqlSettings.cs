namespace DevStack.Stores;

/// <summary>Settings of a server that need not keep anything.</summary>
internal static class PostgreSqlSettings
{
    public static readonly string[] All =
    [
        "-c", "listen_addresses=127.0.0.1",
        "-c", "unix_socket_directories=", // there it would not ask for a password
        "-c", "fsync=off",
        "-c", "full_page_writes=off",
        "-c", "shared_buffers=32MB",
        "-c", "max_connections=60",
        "-c", "log_min_messages=fatal",
    ];
}
