# The release fills in the names between @, and puts this into the project's tap.
class K3sdeploy < Formula
  desc "Install K3S on Linux machines over SSH, from an Ansible inventory"
  homepage "https://github.com/@REPOSITORY@"
  url "https://github.com/@REPOSITORY@/releases/download/v@VERSION@/k3sdeploy-@VERSION@.tar.gz"
  sha256 "@SHA256@"
  license "Apache-2.0"

  depends_on "openjdk@17"

  def install
    rm "bin/k3sdeploy.cmd"
    libexec.install "bin", "lib"
    (bin/"k3sdeploy").write_env_script libexec/"bin/k3sdeploy", Language::Java.overridable_java_home_env("17")
    generate_completions_from_executable(bin/"k3sdeploy", "completion", shells: [:bash, :zsh, :fish])
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/k3sdeploy version")
  end
end
