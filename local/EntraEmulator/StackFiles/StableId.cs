using System.Security.Cryptography;
using System.Text;

namespace EntraEmulator.StackFiles;

/// <summary>Ids that follow from a name, and so are the same at every start and on every machine.</summary>
internal static class StableId
{
    public static Guid Of(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
