namespace FunctionsObo.Tests.OnBehalfOf.Credentials;

/// <summary>A secret as Kubernetes mounts it (https://kubernetes.io/docs/concepts/configuration/secret/): <c>secret</c> → <c>..data/secret</c>, <c>..data</c> → a folder.</summary>
internal sealed class Mount
{
    private readonly DirectoryInfo _root;
    private int _versions;

    private Mount(DirectoryInfo root) => _root = root;

    public string Path => System.IO.Path.Combine(_root.FullName, "secret");

    public static Mount Create(DirectoryInfo root, string secret)
    {
        var mount = new Mount(root);
        mount.Replace(secret);
        File.CreateSymbolicLink(mount.Path, System.IO.Path.Combine("..data", "secret"));
        return mount;
    }

    /// <summary>Writes it to another folder, and puts the link to that one.</summary>
    public void Replace(string secret)
    {
        var version = _root.CreateSubdirectory($"..version{++_versions}");
        File.WriteAllText(System.IO.Path.Combine(version.FullName, "secret"), secret);
        var link = System.IO.Path.Combine(_root.FullName, "..data");
        File.Delete(link);
        Directory.CreateSymbolicLink(link, version.Name);
    }
}
