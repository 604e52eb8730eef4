using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace FunctionsObo.Tool.App;

/// <summary>Which members of others an assembly names, without loading it.</summary>
internal static class AssemblyReferences
{
    public static bool HasMember(string assembly, Type type, string name)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Any(member => metadata.StringComparer.Equals(member.Name, name) && IsOf(metadata, member.Parent, type));
    }

    private static bool IsOf(MetadataReader metadata, EntityHandle parent, Type type)
    {
        if (parent.Kind != HandleKind.TypeReference) return false;
        var reference = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(reference.Name, type.Name) && metadata.StringComparer.Equals(reference.Namespace, type.Namespace!);
    }
}
