using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace DevStack.Startup;

/// <summary>Turns the server's words for a port that cannot be had into ours.</summary>
internal static class Listening
{
    /// <exception cref="StartException">The port is taken or not allowed.</exception>
    public static async Task<TPart> StartAsync<TPart>(string part, string option, int port, Func<Task<TPart>> start)
    {
        try
        {
            return await start();
        }
        catch (IOException failure) when (HasCause<AddressInUseException>(failure))
        {
            throw new StartException($"Port {port} for {part} is taken. Stop what listens there, or choose another with --{option} (0: any free one).", failure);
        }
        catch (Exception failure) when (HasCause<SocketException>(failure, socket => socket.SocketErrorCode == SocketError.AccessDenied))
        {
            throw new StartException($"Port {port} for {part} is not allowed for this user. Choose another with --{option} (0: any free one).", failure);
        }
    }

    private static bool HasCause<TCause>(Exception failure, Predicate<TCause>? isMeant = null) where TCause : Exception
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            if (cause is TCause candidate && (isMeant is null || isMeant(candidate)))
                return true;
        return false;
    }
}

/// <summary>A part of the stack cannot start. The message is a sentence for the person who started it, with the fix.</summary>
public sealed class StartException(string message, Exception? cause = null) : Exception(message, cause);
